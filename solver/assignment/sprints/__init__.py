"""Plans over periods: slots and pieces, in an order that can really be worked."""
