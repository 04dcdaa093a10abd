"""Reference data and a believable demo college; nothing here is a real person's."""
