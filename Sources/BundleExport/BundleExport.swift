// BundleExport: not written yet.
