//go:build !unix

package robust

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
