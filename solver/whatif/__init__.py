"""What if the team were different: change the nouns, walk the same road, show the difference."""
