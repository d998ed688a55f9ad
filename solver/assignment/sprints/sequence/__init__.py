"""The sequence of one period: its work as jobs, whether they can be sequenced, and urgent work first."""
