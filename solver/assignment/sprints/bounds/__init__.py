"""What no plan over periods can beat: linear programs over pairs or sets, prices, hours alone, branch and bound."""
