"""What many nights say of a portal: pages it listed, reports it took down or owes, and readings to doubt."""
