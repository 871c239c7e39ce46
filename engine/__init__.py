"""What Winnow exists for: judge duplicate groups, act safely, and take everything back."""
