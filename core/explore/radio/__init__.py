"""What comes next, and why: seeds, rules, choosing, order, paths."""
