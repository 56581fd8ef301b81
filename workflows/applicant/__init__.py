"""What the applicant brings: drafts, filing, codes, supplements, the same thing asked twice."""
