"""What a message does to the talk: it answers, corrects, agrees, drops, leans on the last answer, or opens a task."""
