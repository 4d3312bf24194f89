"""The shell: what every verb's pages stand in. It imports no verb by name; it finds them."""
