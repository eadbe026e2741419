package questionnaire

// wordMap is what a mapping file says words mean.
type wordMap struct {
	all      map[string]string            // for every question, by folded word
	of       map[string]map[string]string // for one indicator
	agencies map[string]string
}

func (w *wordMap) value(indicator, cell string) string { return cell }
func (w *wordMap) agency(cell string) string           { return cell }
