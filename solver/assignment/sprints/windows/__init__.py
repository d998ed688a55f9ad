"""Small programs over a part of a plan over periods that know when all the others work."""
