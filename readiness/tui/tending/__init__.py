"""Tending the plan: what people decide about its items, changed in place."""
