"""What happens to scans when servers, networks, browsers and clocks fail; `python -m tests.chaos`."""
