"""What no plan over periods can beat: linear programs, prices, hours alone, branch and bound without plans."""
