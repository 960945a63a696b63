"use strict";
{
  // The terminal's script asks for downloads at the root of the server and in a new tab. Here they lie below the page's own
  // secret address and need no tab, which a browser might block. Nothing else is ever opened: no link leads out of this page.
  const here = document.currentScript.src;
  window.open = (address) => {
    const download = /\/download\/([0-9a-f]{32})$/.exec(address || "");
    if (download) {
      const link = document.createElement("a");
      link.href = new URL(`download/${download[1]}`, here);
      link.download = "";
      link.click();
    }
    return null;
  };

  // Keys work without a click first: once the program has drawn something, and whenever somebody comes back to the page.
  const takeKeys = () => {
    if (document.body.classList.contains("-first-byte")) document.querySelector(".xterm-helper-textarea").focus();
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(takeKeys).observe(document.body, { attributeFilter: ["class"] });
  });
  window.addEventListener("focus", takeKeys);
}
