"""What keeps whoever passes the gates from a task: hours, dates, an order of work, rules by name."""
