"""A plan as files and scripts for the tools that the work lives in: nothing is ever run or sent."""
