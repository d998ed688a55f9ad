"""Whom the flow of information depends on: what is lost without a member, or without a few."""
