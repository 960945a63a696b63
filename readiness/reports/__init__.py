"""Reports: one context gathered from an assessment, and the formats printed from it."""
