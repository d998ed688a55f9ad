"""What is odd about cards, team and backlog before anything is solved: findings, each with a stable code."""
