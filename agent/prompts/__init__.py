"""What models are told: one Markdown file a prompt, rendered by `agent.prompts.prompt`."""
