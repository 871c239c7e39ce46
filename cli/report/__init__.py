"""One self-contained page of a plan, a run or an audit, to keep, to print and to send."""
