"""What becomes of scans when servers, networks, browsers and clocks fail."""
