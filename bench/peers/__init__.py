"""The same tables shown by other means, each as its own documentation tells to."""
