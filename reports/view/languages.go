package view

// In gives the same report in another language, with all that was added to it since it was made.
func (r *Report) In(lang string) *Report {
	if r.builder == nil || lang == r.Lang {
		return r
	}
	other := New(r.builder.a, lang)
	other.FreeText = r.FreeText
	for _, add := range r.added {
		add(other)
	}
	other.added = r.added
	return other
}

// add changes the report, and its other languages when they are asked for.
func (r *Report) add(change func(*Report)) {
	change(r)
	r.added = append(r.added, change)
}
