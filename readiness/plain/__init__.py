"""The interview as lines of text: for screen readers, slow connections and terminals that cannot do full screen."""
