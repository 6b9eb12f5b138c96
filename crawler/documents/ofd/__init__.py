"""OFD, the national format of paged documents: GB/T 33190-2016."""
