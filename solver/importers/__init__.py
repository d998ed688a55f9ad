"""Strangers' files become a workspace, with a ledger of what was taken, assumed and left out."""
