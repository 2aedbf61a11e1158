"""What requests and answers of the HTTP API look like, where the domain types do not say it already."""
