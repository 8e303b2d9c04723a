"""Published reports as files: each format read into the neutral document of `ground.published`."""
