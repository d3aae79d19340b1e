"""What is said of goods: what is looked for, which of those shown, which is the most of something."""
