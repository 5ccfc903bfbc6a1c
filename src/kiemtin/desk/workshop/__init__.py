"""The staff's pages of work: the queue of questions, drafts of answers, and what is published."""
