"""What participants are paid for their days and their way, from scans to signatures."""
