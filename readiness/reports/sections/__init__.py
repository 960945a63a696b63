"""The chapters of the PDF, one module each; every one turns part of the context into flowables."""
