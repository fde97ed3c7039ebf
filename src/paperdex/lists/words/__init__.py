"""What short texts say, wherever they stand: names, dates, venues, titles, references, links."""
