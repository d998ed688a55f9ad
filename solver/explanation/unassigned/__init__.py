"""Why a task stayed out, member by member, and what to do about it."""
