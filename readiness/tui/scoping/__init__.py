"""What the scope screen does, besides showing: its rows changed one by one."""
