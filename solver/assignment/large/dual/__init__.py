"""The Lagrangian dual of a level: prices on hours, by smoothing and Newton steps, and the bound that they prove."""
