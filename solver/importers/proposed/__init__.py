"""What an import proposes and the user accepts: needs, likenesses, names, each with its evidence."""
