"""The DfE's register of schools: read, compared with what the portal knows, and brought in whole or not at all."""
