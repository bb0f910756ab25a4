// Each test starts the whole product, and some measure time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
