"""Files that people bring in: facts and answers. Everything read here is untrusted and checked before anything is written."""
