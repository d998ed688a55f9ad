"""The what-if page: lines of a scenario to a plan, a plan to a board, each answer soon and once more when proved."""
