"""Tests mirror the packages of solver."""
