"""The two themes of the program. Text in any of `TEXT` stands on any of `GROUND` with a contrast of at least 4.5:1."""

from __future__ import annotations

from textual.theme import Theme

TEXT = ("foreground", "quiet", "primary", "accent", "success", "warning", "error")
GROUND = ("background", "surface", "panel", "cursor")


def _theme(name: str, colours: dict[str, str], *, dark: bool) -> Theme:
    own = {
        "quiet": colours["quiet"],
        "cursor": colours["cursor"],
        "block-cursor-background": colours["cursor"],
        "block-cursor-foreground": colours["foreground"],
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": colours["panel"],
        "block-cursor-blurred-foreground": colours["foreground"],
        "border": colours["primary"],
        "border-blurred": colours["line"],
        "line": colours["line"],
        "scrollbar": colours["line"],
        "scrollbar-hover": colours["quiet"],
        "scrollbar-active": colours["primary"],
        "scrollbar-background": colours["background"],
        "input-selection-background": colours["cursor"],
    }
    return Theme(
        name=name,
        dark=dark,
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        primary=colours["primary"],
        secondary=colours["primary"],
        accent=colours["accent"],
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
        text_alpha=1.0,
        variables=own,
    )


DARK = {
    "foreground": "#e6edf3",
    "quiet": "#a9b8c9",
    "line": "#3d4d61",
    "background": "#0f141b",
    "surface": "#151c25",
    "panel": "#1d2733",
    "cursor": "#23415f",
    "primary": "#7cc0ff",
    "accent": "#f2c14e",
    "success": "#6bdc86",
    "warning": "#f2c14e",
    "error": "#ff9c94",
}
LIGHT = {
    "foreground": "#1b2127",
    "quiet": "#4a5561",
    "line": "#aab4bf",
    "background": "#ffffff",
    "surface": "#f6f8fa",
    "panel": "#eaeef2",
    "cursor": "#d3e4fa",
    "primary": "#0a4fa3",
    "accent": "#7a4300",
    "success": "#0f5a26",
    "warning": "#7a4300",
    "error": "#9c1524",
}
THEMES = {
    "readiness-dark": _theme("readiness-dark", DARK, dark=True),
    "readiness-light": _theme("readiness-light", LIGHT, dark=False),
}
DEFAULT = "readiness-dark"


def fallback_variables(variables: dict[str, str]) -> dict[str, str]:
    """What our styles need beyond any theme's own ``variables``: without it a theme of Textual's would not load."""
    return {
        "quiet": variables.get("foreground", "white"),
        "cursor": variables.get("primary", "blue"),
        "line": variables.get("panel", "grey"),
    }
