"""What no plan over periods can beat: linear programs, hours alone, prices."""
