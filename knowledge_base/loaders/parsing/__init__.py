"""What runs in the child process: parsers of office, PDF and HTML files. Nothing else imports this package."""
