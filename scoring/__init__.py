"""What it means: pure functions from answers to scorecard to remediation plan. No input or output, no clock."""
