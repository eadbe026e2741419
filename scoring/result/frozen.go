package result

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ReadRubric reads only the frozen rubric of an assessment, without the results that stand behind it.
func ReadRubric(r io.Reader) (*Rubric, error) {
	decoder := json.NewDecoder(io.LimitReader(r, maxBytes))
	if t, err := decoder.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("reading the rubric of an assessment: %w", errors.Join(ErrNotAssessment, err))
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("reading the rubric of an assessment: %w", err)
		}
		if key != "rubric" {
			var passed json.RawMessage
			if err := decoder.Decode(&passed); err != nil {
				return nil, fmt.Errorf("reading the rubric of an assessment: %w", err)
			}
			continue
		}
		frozen := &Rubric{}
		if err := decoder.Decode(frozen); err != nil {
			return nil, fmt.Errorf("reading the rubric of an assessment: %w", err)
		}
		if frozen.Tree == nil {
			break
		}
		frozen.Tree.Link()
		return frozen, nil
	}
	return nil, fmt.Errorf("reading the rubric of an assessment: %w: its rubric is missing", ErrNotAssessment)
}
