"""Questions with an answer that a command gives, and the judge of what is typed for one."""
