package robust

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls f for every number under n, in any order; the calls must not meet.
func parallel(n int, f func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		all.Add(1)
		go func() {
			defer all.Done()
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(i)
			}
		}()
	}
	all.Wait()
}
